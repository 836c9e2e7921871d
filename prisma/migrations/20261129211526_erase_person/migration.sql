-- Erasing a person finds the answer that was kept for a repeat of the request. One entry a request that has a key.
CREATE INDEX "idempotency_keys_batch_id_idx" ON "idempotency_keys"("batch_id");

-- And what endpoints were told of the end of a sequence.
CREATE INDEX "webhook_deliveries_ended_sequence_idx" ON "webhook_deliveries" ("subject_id") WHERE "type" = 'sequence.ended';
