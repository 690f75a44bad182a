-- Dead letters live in the event log, in <topic>.dlq. What stays here is the consumer's mark that it gave an event up, and
-- the event itself only where no log takes it (consumer kit.relay).
ALTER TABLE shared.dead_letters ALTER COLUMN event DROP NOT NULL;

-- Handed to the consumer again by an operator, who is told in <topic>.dlq when it had its effect.
ALTER TABLE shared.deferred_events ADD COLUMN replayed boolean NOT NULL DEFAULT false;
