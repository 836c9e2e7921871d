-- AlterTable
ALTER TABLE "sequences" ADD COLUMN     "held" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "step_type" TEXT NOT NULL,
ADD COLUMN     "cancel_reason" TEXT;

-- CreateTable
CREATE TABLE "calls" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "agent_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "sequence_id" UUID NOT NULL,
    "chain_id" UUID,
    "step_index" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempted_at" TIMESTAMPTZ(3),
    "placed_at" TIMESTAMPTZ(3),
    "provider_call_id" TEXT,
    "ended_at" TIMESTAMPTZ(3),
    "result_type" TEXT,
    "result_source" TEXT,
    "result" JSONB,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "emails" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "agent_id" UUID NOT NULL,
    "batch_id" UUID NOT NULL,
    "sequence_id" UUID NOT NULL,
    "step_index" INTEGER NOT NULL,
    "to_address" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "failure_reason" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "emails_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_endpoints" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "old_secret" TEXT,
    "old_secret_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" TEXT,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_deliveries" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "call_id" UUID NOT NULL,
    "payload" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "replay_of" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempts" (
    "id" BIGSERIAL NOT NULL,
    "delivery_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "duration_ms" INTEGER NOT NULL,
    "http_status" INTEGER,
    "error" TEXT,

    CONSTRAINT "webhook_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "calls_sequence_id_requested_at_idx" ON "calls"("sequence_id", "requested_at");

-- CreateIndex
CREATE UNIQUE INDEX "emails_sequence_id_step_index_key" ON "emails"("sequence_id", "step_index");

-- CreateIndex
CREATE INDEX "webhook_endpoints_organization_id_created_at_idx" ON "webhook_endpoints"("organization_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_organization_id_created_at_id_idx" ON "webhook_deliveries"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "webhook_deliveries_endpoint_id_created_at_idx" ON "webhook_deliveries"("endpoint_id", "created_at");

-- CreateIndex
CREATE INDEX "webhook_deliveries_call_id_idx" ON "webhook_deliveries"("call_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_attempts_delivery_id_number_key" ON "webhook_attempts"("delivery_id", "number");

-- AddForeignKey
ALTER TABLE "calls" ADD CONSTRAINT "calls_sequence_id_fkey" FOREIGN KEY ("sequence_id") REFERENCES "sequences"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "emails" ADD CONSTRAINT "emails_sequence_id_fkey" FOREIGN KEY ("sequence_id") REFERENCES "sequences"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempts" ADD CONSTRAINT "webhook_attempts_delivery_id_fkey" FOREIGN KEY ("delivery_id") REFERENCES "webhook_deliveries"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "calls"
    ADD CONSTRAINT "calls_status_check" CHECK ("status" IN ('requested', 'placed', 'ended', 'settled', 'withdrawn')),
    ADD CONSTRAINT "calls_result_source_check" CHECK ("result_source" IN ('dialer', 'timeout')),
    ADD CONSTRAINT "calls_result_check" CHECK (("status" IN ('ended', 'settled')) = ("result_type" IS NOT NULL));

ALTER TABLE "emails"
    ADD CONSTRAINT "emails_status_check" CHECK ("status" IN ('requested', 'sent', 'failed', 'withdrawn'));

ALTER TABLE "webhook_deliveries"
    ADD CONSTRAINT "webhook_deliveries_status_check" CHECK ("status" IN ('pending', 'delivered', 'failed'));

-- A call is under way until its effects are committed. The database itself allows one at a time in a sequence and in a
-- chain, whatever the code does.
CREATE UNIQUE INDEX "calls_sequence_under_way_key" ON "calls" ("sequence_id") WHERE "status" IN ('requested', 'placed', 'ended');
CREATE UNIQUE INDEX "calls_chain_under_way_key" ON "calls" ("chain_id") WHERE "chain_id" IS NOT NULL AND "status" IN ('requested', 'placed', 'ended');

-- The lines of an agent that are taken; and what the reconciler looks through.
CREATE INDEX "calls_under_way_idx" ON "calls" ("agent_id", "status", "requested_at") WHERE "status" IN ('requested', 'placed', 'ended');
CREATE INDEX "calls_late_result_idx" ON "calls" ("id") WHERE "status" = 'settled' AND "settled_at" IS NULL;
CREATE INDEX "emails_requested_idx" ON "emails" ("requested_at") WHERE "status" = 'requested';
CREATE INDEX "webhook_deliveries_pending_idx" ON "webhook_deliveries" ("created_at") WHERE "status" = 'pending';
CREATE INDEX "batches_accepted_idx" ON "batches" ("created_at") WHERE "status" = 'accepted';

-- Who of a chain has not ended: what every transition of the chain asks.
CREATE INDEX "sequences_chain_open_idx" ON "sequences" ("chain_id", "chain_position") WHERE "status" IN ('waiting', 'scheduled', 'in progress');
CREATE INDEX "sequences_batch_open_idx" ON "sequences" ("batch_id") WHERE "status" IN ('waiting', 'scheduled', 'in progress');

-- "Cancel everybody with account_id = acme-123": the variables of contacts, by containment.
CREATE INDEX "contacts_variables_idx" ON "contacts" USING gin ("variables" jsonb_path_ops);

-- "What is due for this agent", in order: a million sequences for next week are rows of this index and nothing more.
DROP INDEX "sequences_due_idx";
CREATE INDEX "sequences_due_idx" ON "sequences" ("agent_id", "step_type", "due_at", "id") WHERE "due_at" IS NOT NULL AND NOT "held";
