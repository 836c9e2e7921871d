-- AlterTable
ALTER TABLE "batches" ADD COLUMN     "file_fingerprint" BYTEA,
ADD COLUMN     "file_left_out" INTEGER,
ADD COLUMN     "file_name" TEXT,
ADD COLUMN     "file_rows" INTEGER;

-- CreateTable
CREATE TABLE "imports" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "agent_id" UUID NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'staging',
    "created_by" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "fingerprint" BYTEA,
    "columns" JSONB NOT NULL,
    "options" JSONB NOT NULL,
    "plan_hash" BYTEA NOT NULL,
    "batches" INTEGER NOT NULL,
    "chunks" INTEGER NOT NULL,
    "faulty" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "left_out" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    "repeated_phones" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "reason" TEXT,
    "reason_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "staged_at" TIMESTAMPTZ(3),
    "progressed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "imports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "import_chunks" (
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "batch_number" INTEGER,
    "hash" BYTEA NOT NULL,
    "row_numbers" INTEGER[],
    "phones" TEXT[],
    "groups" TEXT[],
    "rows" JSON,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "import_chunks_pkey" PRIMARY KEY ("import_id","number")
);

-- CreateTable
CREATE TABLE "import_batches" (
    "import_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "contacts" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'waiting',
    "batch_id" UUID,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "import_batches_pkey" PRIMARY KEY ("import_id","number")
);

-- CreateTable
CREATE TABLE "import_rejections" (
    "import_id" UUID NOT NULL,
    "row" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "record_number" INTEGER NOT NULL,
    "batch_number" INTEGER,
    "name" TEXT NOT NULL,
    "phone_number" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "cells" JSON NOT NULL,

    CONSTRAINT "import_rejections_pkey" PRIMARY KEY ("import_id","row")
);

-- CreateIndex
CREATE INDEX "imports_organization_id_created_at_id_idx" ON "imports"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "imports_agent_id_fingerprint_created_at_idx" ON "imports"("agent_id", "fingerprint", "created_at");

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "imports" ADD CONSTRAINT "imports_agent_id_fkey" FOREIGN KEY ("agent_id") REFERENCES "agents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_chunks" ADD CONSTRAINT "import_chunks_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_batches" ADD CONSTRAINT "import_batches_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "import_rejections" ADD CONSTRAINT "import_rejections_import_id_fkey" FOREIGN KEY ("import_id") REFERENCES "imports"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma's schema language cannot say.

ALTER TABLE "imports"
    ADD CONSTRAINT "imports_status_check" CHECK ("status" IN ('staging', 'running', 'paused', 'completed', 'failed', 'cancelled')),
    -- Every row of the file is accounted for at every moment, and of what has ended none waits.
    ADD CONSTRAINT "imports_rows_check" CHECK ("rows" = "accepted" + "rejected" + "left_out" + "waiting"
        AND "accepted" >= 0 AND "rejected" >= 0 AND "left_out" >= 0 AND "waiting" >= 0),
    ADD CONSTRAINT "imports_end_check" CHECK (("status" IN ('completed', 'cancelled')) = ("ended_at" IS NOT NULL)
        AND ("ended_at" IS NULL OR "waiting" = 0));

ALTER TABLE "import_batches"
    ADD CONSTRAINT "import_batches_status_check" CHECK ("status" IN ('waiting', 'enrolled', 'refused')),
    ADD CONSTRAINT "import_batches_contacts_check" CHECK ("contacts" BETWEEN 1 AND 1000),
    ADD CONSTRAINT "import_batches_outcome_check" CHECK (CASE "status"
        WHEN 'waiting' THEN "accepted" = 0 AND "rejected" = 0 AND "batch_id" IS NULL
        WHEN 'enrolled' THEN "accepted" >= 1 AND "accepted" + "rejected" = "contacts" AND "batch_id" IS NOT NULL
        ELSE "accepted" = 0 AND "rejected" = "contacts" AND "batch_id" IS NULL END);

ALTER TABLE "batches"
    ADD CONSTRAINT "batches_file_check" CHECK ("file_rows" IS NULL OR "file_rows" = "total" + "file_left_out");

-- One batch of the console belongs to one batch of an import at most.
CREATE UNIQUE INDEX "import_batches_batch_id_key" ON "import_batches" ("batch_id") WHERE "batch_id" IS NOT NULL;

-- What the reconciler looks through: imports that should move and do not, and stagings that nobody came back to.
CREATE INDEX "imports_open_idx" ON "imports" ("status", "progressed_at") WHERE "status" IN ('staging', 'running');

-- "Was this file enrolled for this agent lately", of files that fit into one batch.
CREATE INDEX "batches_file_fingerprint_idx" ON "batches" ("agent_id", "file_fingerprint", "created_at") WHERE "file_fingerprint" IS NOT NULL;
