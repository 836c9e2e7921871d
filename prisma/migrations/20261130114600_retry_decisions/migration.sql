-- Why a call is tried again at another hour is decided when the call before has ended. What is there already keeps to the
-- narrower check, so nothing has to be read.
ALTER TABLE "decisions" DROP CONSTRAINT "decisions_point_check",
    ADD CONSTRAINT "decisions_point_check" CHECK ("point" IN ('enrollment', 'retry', 'dispatch', 'placement')) NOT VALID;
