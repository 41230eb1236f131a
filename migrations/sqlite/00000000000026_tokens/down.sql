ALTER TABLE api_tokens DROP COLUMN revoked_at;
ALTER TABLE api_tokens DROP COLUMN used_at;
ALTER TABLE api_tokens DROP COLUMN expires_at;
