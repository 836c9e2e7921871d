-- AlterTable
ALTER TABLE "calls" ADD COLUMN     "asked_at" TIMESTAMPTZ(3),
ADD COLUMN     "fetch_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "dialer_accounts" ADD COLUMN     "held_until" TIMESTAMPTZ(3);

-- The calls that are under way through providers, by when they are looked at next, and as a provider's event names them.
CREATE INDEX "calls_fetch_idx" ON "calls" ("fetch_at") WHERE "fetch_at" IS NOT NULL;
CREATE INDEX "calls_provider_idx" ON "calls" ("dialer_account_id", "provider_call_id") WHERE "fetch_at" IS NOT NULL;
