-- CreateTable
CREATE TABLE "suppression_lists" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "built_in" BOOLEAN NOT NULL DEFAULT false,
    "agent_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],
    "entry_days" INTEGER,
    "old_after_days" INTEGER,
    "when_old" TEXT NOT NULL DEFAULT 'notice',
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "entries" INTEGER NOT NULL DEFAULT 0,
    "hash_key" BYTEA,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_lists_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suppression_entries" (
    "organization_id" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "list_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),
    "reason" TEXT,
    "source" TEXT NOT NULL,
    "added_by" TEXT NOT NULL,
    "agent_ids" UUID[] NOT NULL DEFAULT ARRAY[]::UUID[],

    CONSTRAINT "suppression_entries_pkey" PRIMARY KEY ("organization_id","phone_number","list_id","generation")
);

-- CreateIndex
CREATE INDEX "suppression_lists_organization_id_idx" ON "suppression_lists"("organization_id");

-- CreateIndex
CREATE INDEX "suppression_entries_list_id_generation_since_phone_number_idx" ON "suppression_entries"("list_id", "generation", "since", "phone_number");

-- AddForeignKey
ALTER TABLE "suppression_lists" ADD CONSTRAINT "suppression_lists_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "suppression_lists"
    ADD CONSTRAINT "suppression_lists_kind_check" CHECK ("kind" IN ('own', 'national registry', 'litigators', 'other')),
    ADD CONSTRAINT "suppression_lists_when_old_check" CHECK ("when_old" IN ('notice', 'stop')),
    ADD CONSTRAINT "suppression_lists_days_check" CHECK ("entry_days" > 0 AND "old_after_days" > 0),
    -- An opt-out that ends, is swept, or holds for some agents only would be a promise broken.
    ADD CONSTRAINT "suppression_lists_built_in_check" CHECK (NOT "built_in" OR
      ("deleted_at" IS NULL AND "entry_days" IS NULL AND "old_after_days" IS NULL AND "agent_ids" = '{}' AND "generation" = 1));

ALTER TABLE "suppression_entries"
    ADD CONSTRAINT "suppression_entries_source_check" CHECK ("source" IN ('call', 'operator', 'file', 'api'));

-- For the sweep of those that have ended, which most never do.
CREATE INDEX "suppression_entries_until_idx" ON "suppression_entries"("until") WHERE "until" IS NOT NULL;

CREATE UNIQUE INDEX "suppression_lists_built_in_key" ON "suppression_lists"("organization_id") WHERE "built_in";

CREATE UNIQUE INDEX "suppression_lists_name_key" ON "suppression_lists"("organization_id", lower("name")) WHERE "deleted_at" IS NULL;

-- The lock of a number within its organization. There are 64, so that a thousand numbers at once do not fill the server's
-- table of locks, and one number seldom waits for another.
CREATE FUNCTION suppression_lock(organization_id TEXT, phone_number TEXT) RETURNS BIGINT IMMUTABLE PARALLEL SAFE
  RETURN hashtextextended('suppressions of ' || organization_id, hashtextextended(phone_number, 0) & 63);

-- What stands for the number of somebody who was erased.
CREATE FUNCTION erased_number(hash_key BYTEA, phone_number TEXT) RETURNS TEXT IMMUTABLE PARALLEL SAFE
  RETURN '#' || encode(sha256(hash_key || sha256(hash_key || convert_to(phone_number, 'UTF8'))), 'hex');
