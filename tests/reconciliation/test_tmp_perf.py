import time, pytest
from tests.reconciliation.conftest import *
from tests.reconciliation.made_files import *
from reconciliation.models import *
pytestmark=pytest.mark.django_db
def test_perf(client_user, payer, import_835, import_nacha, now):
    N=5000
    body = parse_body({"claims": [claim_shape(f"C-{n}") for n in range(N)]}, ClaimsBody)
    t=time.time(); upsert_claims(user=client_user,bodies=body.claims,now=now); print("upsert",time.time()-t)
    t=time.time(); o=upsert_claims(user=client_user,bodies=body.claims,now=now); print("again",o.unchanged,time.time()-t)
    content=x835(remittance([remitted(f"C-{n}",lines=True, paid=0 if n%10==0 else 15000, reason="50" if n%10==0 else "45") for n in range(N)]))
    t=time.time(); import_835(content); print("835",time.time()-t)
    cents=Remittance.objects.get().amount_cents
    import cProfile,pstats
    p=cProfile.Profile(); p.enable()
    t=time.time(); import_nacha(nacha(credit(cents))); print("post",time.time()-t)
    p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(35)
    print(Allocation.objects.count(), ExceptionItem.objects.count()); assert 0
