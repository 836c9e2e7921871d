/**
 * The layout of the console without its loading state. A loading state would send the head of the answer early, and the
 * 404 could no longer be set.
 */
export { default } from '@/app/(signed-in)/(console)/layout'
