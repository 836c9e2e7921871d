-- DropIndex
DROP INDEX "audit_log_organization_id_at_idx";

-- AlterTable
ALTER TABLE "api_keys" ADD COLUMN     "created_by" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3),
ADD COLUMN     "scopes" TEXT[] DEFAULT ARRAY['enroll', 'read', 'manage']::TEXT[],
ADD COLUMN     "test" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "audit_log" ADD COLUMN     "actor_name" TEXT,
ADD COLUMN     "after" JSONB,
ADD COLUMN     "before" JSONB,
ADD COLUMN     "object_id" TEXT,
ADD COLUMN     "object_kind" TEXT,
ADD COLUMN     "object_name" TEXT,
ADD COLUMN     "request_id" TEXT;

-- AlterTable
ALTER TABLE "members" ALTER COLUMN "role" SET DEFAULT 'operator';

-- CreateIndex
CREATE INDEX "audit_log_organization_id_at_id_idx" ON "audit_log"("organization_id", "at", "id");

-- CreateIndex
CREATE INDEX "audit_log_organization_id_object_kind_object_id_at_idx" ON "audit_log"("organization_id", "object_kind", "object_id", "at");

ALTER TABLE "api_keys" ALTER COLUMN "scopes" SET NOT NULL,
  ADD CONSTRAINT "api_keys_scopes_check" CHECK ("scopes" <@ ARRAY['enroll', 'read', 'manage'] AND cardinality("scopes") > 0);

-- Until now a member who was not the owner could do everything that an operator can do now.
UPDATE "members" SET "role" = 'operator' WHERE "role" NOT IN ('owner', 'admin', 'operator', 'viewer');
ALTER TABLE "members" ADD CONSTRAINT "members_role_check" CHECK ("role" IN ('owner', 'admin', 'operator', 'viewer'));

-- The log proves what was done, so no line of it is ever changed. (Lines go with their organization.)
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Lines of % are never changed.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER "audit_log_is_append_only" BEFORE UPDATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
