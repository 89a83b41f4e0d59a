import time, sys
from tests.reconciliation.test_reconcile import *
from wallet import reconciliation as R, settlement_file as S
def test_prof(books):
    n=int(__import__('os').environ.get('N','100000'))
    path=fill(books,n)
    t=time.monotonic()
    f=S.open_file(path); print('open',time.monotonic()-t)
    t=time.monotonic(); c=sum(1 for _ in S.lines(f)); print('read',c,time.monotonic()-t)
    from sqlalchemy import event
    eng=books.office.counter.town.engine
    st={}
    @event.listens_for(eng,'before_cursor_execute')
    def b(conn,cur,stmt,*a): st['t']=time.monotonic()
    @event.listens_for(eng,'after_cursor_execute')
    def a(conn,cur,stmt,*a):
        d=time.monotonic()-st['t']
        if d>.05: print(f'{d:.2f}', stmt[:60].replace('\n',' '))
    t=time.monotonic(); r=books.reconcile_file(path,THE_DAY); print('first',time.monotonic()-t)
    t=time.monotonic(); r=books.reconcile_file(path,THE_DAY); print('again',time.monotonic()-t)
    import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
