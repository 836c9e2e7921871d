import { z } from 'zod'
import { isStorable } from '@/domain/text/sanitize.rules'
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from './password-length.rules'

const BROKEN = 'Remove the broken character (NUL or half of a surrogate pair).'

/** A password that somebody chooses. Length is what makes it hard to guess; no kind of character is asked for. */
export const newPasswordSchema = z
  .string('Choose a password.')
  .min(PASSWORD_LENGTH_MIN, `Choose a password of ${PASSWORD_LENGTH_MIN} characters or more.`)
  .max(PASSWORD_LENGTH_MAX, `A password has ${PASSWORD_LENGTH_MAX} characters at most.`)
  .refine(isStorable, BROKEN)

/** A password that somebody has already. */
export const passwordSchema = z
  .string('Give the password.')
  .min(1, 'Give the password.')
  .max(PASSWORD_LENGTH_MAX, `A password has ${PASSWORD_LENGTH_MAX} characters at most.`)
  .refine(isStorable, BROKEN)

/** What colleagues call somebody. */
export const personNameSchema = z
  .string('Give your name.')
  .trim()
  .min(1, 'Give your name.')
  .max(100, 'A name has 100 characters at most.')
  .refine(isStorable, BROKEN)
