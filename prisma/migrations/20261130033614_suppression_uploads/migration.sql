-- CreateTable
CREATE TABLE "suppression_uploads" (
    "id" UUID NOT NULL,
    "organization_id" TEXT NOT NULL,
    "list_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "generation" INTEGER,
    "file_name" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "numbers" INTEGER NOT NULL,
    "invalid" INTEGER NOT NULL,
    "chunks" INTEGER NOT NULL,
    "arrived" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "stored" INTEGER NOT NULL DEFAULT 0,
    "added" INTEGER NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'staging',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "progressed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "suppression_uploads_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "suppression_uploads_list_id_idx" ON "suppression_uploads"("list_id");

-- CreateIndex
CREATE INDEX "suppression_uploads_organization_id_idx" ON "suppression_uploads"("organization_id");

-- AddForeignKey
ALTER TABLE "suppression_uploads" ADD CONSTRAINT "suppression_uploads_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "suppression_lists"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "suppression_uploads"
    ADD CONSTRAINT "suppression_uploads_mode_check" CHECK ("mode" IN ('add', 'replace') AND ("generation" IS NULL) = ("mode" = 'add')),
    ADD CONSTRAINT "suppression_uploads_status_check" CHECK ("status" IN ('staging', 'done', 'cancelled'));

-- One at a time is on its way to a list: two that replace it would leave it to chance which of them is in force.
CREATE UNIQUE INDEX "suppression_uploads_staging_key" ON "suppression_uploads"("list_id") WHERE "status" = 'staging';

-- All locks of an organization's numbers (suppression_lock).
CREATE FUNCTION suppression_locks(organization_id TEXT) RETURNS SETOF BIGINT IMMUTABLE PARALLEL SAFE
  BEGIN ATOMIC
    SELECT hashtextextended('suppressions of ' || organization_id, number) FROM generate_series(0, 63) AS number;
  END;
