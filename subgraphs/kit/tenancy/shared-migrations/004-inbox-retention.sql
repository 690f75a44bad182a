-- Old rows are removed by age; they lie in the order of their age, for which the smallest of indexes suffices.
CREATE INDEX inbox_done_at ON shared.inbox USING brin (done_at);
