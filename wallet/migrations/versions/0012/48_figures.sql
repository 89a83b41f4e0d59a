-- People lie in the order of their joining, nearly: an index of a few pages finds those of a day.
CREATE INDEX person_joined_at ON person USING brin (joined_at) WITH (autosummarize = on);
