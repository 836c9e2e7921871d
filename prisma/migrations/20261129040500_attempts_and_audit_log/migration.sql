-- A crash forgets attempts, which strangers cannot bring about; a request that is refused then costs no write-ahead log.
CREATE UNLOGGED TABLE "attempt_buckets" (
    "subject" TEXT NOT NULL,
    "used" DOUBLE PRECISION NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "attempt_buckets_pkey" PRIMARY KEY ("subject")
);

CREATE INDEX "attempt_buckets_updated_at_idx" ON "attempt_buckets"("updated_at");

CREATE TABLE "audit_log" (
    "id" UUID NOT NULL,
    "organization_id" TEXT,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "action" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "address" TEXT,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "audit_log_organization_id_at_idx" ON "audit_log"("organization_id", "at");
