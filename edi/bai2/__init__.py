"""BAI2 cash reports: what a bank says happened on an account, prior day and intraday."""
