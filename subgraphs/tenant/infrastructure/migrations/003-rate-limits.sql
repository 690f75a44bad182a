-- What each user and each partner of the tenant may send, within what the tenant may.
ALTER TABLE tenant_profile
  ADD COLUMN user_requests_per_minute integer NOT NULL DEFAULT 600,
  ADD COLUMN user_requests_per_hour integer NOT NULL DEFAULT 10000,
  ADD COLUMN partner_requests_per_minute integer NOT NULL DEFAULT 600,
  ADD COLUMN partner_requests_per_hour integer NOT NULL DEFAULT 10000;
