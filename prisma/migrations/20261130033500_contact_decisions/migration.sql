-- AlterTable
ALTER TABLE "agents" ADD COLUMN     "caps" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "collects_debts" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "consent" JSONB,
ADD COLUMN     "subject" TEXT;

-- AlterTable
ALTER TABLE "contacts" ADD COLUMN     "timezone_sent" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "organizations" ADD COLUMN     "caps" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "policy_version" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "rule_sets" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "basis" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "text" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT,
    "batch_id" UUID,
    "added_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "point" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "agent_id" UUID NOT NULL,
    "batch_id" UUID,
    "sequence_id" UUID,
    "call_id" UUID,
    "reasons" JSONB NOT NULL,
    "notices" JSONB NOT NULL,
    "rules" JSONB NOT NULL,
    "places" JSONB NOT NULL,
    "known_by" TEXT NOT NULL,
    "timezone" TEXT NOT NULL,
    "bypassed" TEXT,
    "organization_version" INTEGER NOT NULL,
    "agent_version" INTEGER NOT NULL,
    "consent_id" UUID,

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "consents_organization_id_phone_number_idx" ON "consents"("organization_id", "phone_number");

-- CreateIndex
CREATE INDEX "decisions_organization_id_phone_number_id_idx" ON "decisions"("organization_id", "phone_number", "id");

ALTER TABLE "consents"
    ADD CONSTRAINT "consents_basis_check" CHECK ("basis" IN ('express', 'written', 'contract', 'relationship'));

ALTER TABLE "decisions"
    ADD CONSTRAINT "decisions_point_check" CHECK ("point" IN ('enrollment', 'dispatch', 'placement')),
    ADD CONSTRAINT "decisions_kind_check" CHECK ("kind" IN ('call', 'not before', 'never')
      AND ("kind" = 'not before') = ("not_before" IS NOT NULL)),
    ADD CONSTRAINT "decisions_bypassed_check" CHECK ("bypassed" IN ('option', 'call back'));

-- A dialer that has refused is asked again, with the same answer as a rule: one row says it.
CREATE UNIQUE INDEX "decisions_call_id_kind_key" ON "decisions"("call_id", "kind") WHERE "call_id" IS NOT NULL;

-- A former version of an agent that is restored had none of these.
UPDATE "agent_versions" SET "settings" =
    '{"subject": null, "collectsDebts": false, "caps": {"callsPerDay": null, "callsPerWeek": null, "gapMinutes": null, "restDays": null}, "consent": null}'::jsonb
    || "settings";
