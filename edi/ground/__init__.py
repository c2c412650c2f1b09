"""What every codec stands on: amounts, routing numbers, holidays, masks, refusals. The standard
library alone, so that a codec can be taken out of the house and run anywhere."""
