-- A key of a test is another one than the same text in earnest.
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_operation_check";
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_operation_check"
  CHECK ("operation" IN ('bulk', 'single', 'test bulk', 'test single'));

-- What was sent again of a subject, as `webhook_deliveries_call_id_idx` finds it of a call. (Partial, which Prisma's schema language cannot tell.)
CREATE INDEX "webhook_deliveries_subject_idx" ON "webhook_deliveries" ("endpoint_id", "subject_id") WHERE "subject_id" IS NOT NULL;
