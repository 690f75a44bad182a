-- Topics with a number of partitions that is fixed when the topic is first used.
CREATE TABLE event_log.topics (
  topic text PRIMARY KEY,
  partitions int NOT NULL CHECK (partitions BETWEEN 1 AND 256)
);

-- One row per partition. Its lock orders the appends: whoever holds it until commit has the highest offsets, so
-- offsets become visible in their order and without gaps.
CREATE TABLE event_log.partitions (
  topic text NOT NULL REFERENCES event_log.topics,
  partition int NOT NULL,
  first_offset bigint NOT NULL DEFAULT 0,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 20);

CREATE TABLE event_log.events (
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  key text NOT NULL,
  header json NOT NULL,
  payload json NOT NULL,
  appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (topic, partition, "offset")
);

CREATE TABLE event_log.consumer_groups (
  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL UNIQUE
);

-- What a group has done. Whoever works on a partition holds the session advisory lock lock_id.
CREATE TABLE event_log.group_positions (
  group_id int NOT NULL REFERENCES event_log.consumer_groups,
  topic text NOT NULL,
  partition int NOT NULL,
  lock_id bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (group_id, topic, partition)
) WITH (fillfactor = 50);

-- Members of a group. A member is alive while its session holds the advisory lock (group_id, member).
CREATE TABLE event_log.group_members (
  group_id int NOT NULL REFERENCES event_log.consumer_groups,
  member int NOT NULL,
  topics text[] NOT NULL,
  PRIMARY KEY (group_id, member)
);

-- A member that connects anew takes a new number, since its lost session may still hold the lock of the old one.
CREATE SEQUENCE event_log.member_numbers AS int CYCLE;

CREATE VIEW event_log.live_members AS
  SELECT m.group_id, m.member, m.topics
    FROM event_log.group_members m
    JOIN pg_locks l
      ON l.locktype = 'advisory' AND l.objsubid = 2 AND l.granted
     AND l.classid::bigint = m.group_id AND l.objid::bigint = m.member
   WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database());

CREATE FUNCTION event_log.ensure_topics(p_topics text[], p_partitions int) RETURNS void LANGUAGE sql AS $$
  INSERT INTO event_log.topics (topic, partitions)
    SELECT DISTINCT t, p_partitions FROM unnest(p_topics) t ORDER BY t
    ON CONFLICT DO NOTHING;
  INSERT INTO event_log.partitions (topic, partition)
    SELECT topic, generate_series(0, partitions - 1) FROM event_log.topics WHERE topic = ANY (p_topics) ORDER BY 1, 2
    ON CONFLICT DO NOTHING;
$$;

-- Appends events, given as one array per column, and returns their offsets in the same order. Listeners get
-- partition/next offset/topic when the transaction commits.
CREATE FUNCTION event_log.append(p_topics text[], p_partitions int[], p_keys text[], p_headers text[], p_payloads text[])
  RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
  claim record;
  offsets bigint[];
BEGIN
  -- Always in the same order, so that two appends wait for one another but never in a circle.
  FOR claim IN
    SELECT r.topic, r.partition, count(*) AS events FROM unnest(p_topics, p_partitions) r (topic, partition)
     GROUP BY r.topic, r.partition ORDER BY r.topic, r.partition
  LOOP
    UPDATE event_log.partitions p SET next_offset = p.next_offset + claim.events
     WHERE p.topic = claim.topic AND p.partition = claim.partition;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'partition % of topic % does not exist', claim.partition, claim.topic;
    END IF;
  END LOOP;

  SELECT array_agg(numbered.assigned ORDER BY numbered.n) INTO offsets FROM (
    SELECT r.n, p.next_offset - count(*) OVER (PARTITION BY r.topic, r.partition)
                + row_number() OVER (PARTITION BY r.topic, r.partition ORDER BY r.n) - 1 AS assigned
      FROM unnest(p_topics, p_partitions) WITH ORDINALITY r (topic, partition, n)
      JOIN event_log.partitions p ON p.topic = r.topic AND p.partition = r.partition
  ) numbered;

  INSERT INTO event_log.events (topic, partition, "offset", key, header, payload)
    SELECT r.topic, r.partition, r.assigned, r.key, r.header::json, r.payload::json
      FROM unnest(p_topics, p_partitions, offsets, p_keys, p_headers, p_payloads)
        r (topic, partition, assigned, key, header, payload);

  PERFORM pg_notify('event_log', p.partition || '/' || p.next_offset || '/' || p.topic)
     FROM event_log.partitions p
    WHERE (p.topic, p.partition) IN (SELECT r.topic, r.partition FROM unnest(p_topics, p_partitions) r (topic, partition));
  RETURN offsets;
END
$$;

-- Removes the events of one partition that were appended before an instant; returns how many there were.
CREATE FUNCTION event_log.remove_before(p_topic text, p_partition int, p_instant timestamptz) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  present_end bigint;
  keep_from bigint;
  removed bigint;
BEGIN
  -- The end first: if no event is young enough to be kept, all those before this end go, and none appended since.
  SELECT p.next_offset INTO present_end FROM event_log.partitions p WHERE p.topic = p_topic AND p.partition = p_partition;
  SELECT e."offset" INTO keep_from FROM event_log.events e
   WHERE e.topic = p_topic AND e.partition = p_partition AND e.appended_at >= p_instant
   ORDER BY e."offset" LIMIT 1;
  keep_from := coalesce(keep_from, present_end);
  DELETE FROM event_log.events e
   WHERE e.topic = p_topic AND e.partition = p_partition AND e."offset" < keep_from;
  GET DIAGNOSTICS removed = ROW_COUNT;
  UPDATE event_log.partitions p SET first_offset = keep_from
   WHERE p.topic = p_topic AND p.partition = p_partition AND p.first_offset < keep_from;
  RETURN removed;
END
$$;
