/** As the console, but without its loading state: what is not there is answered with 404 before anything is sent. */
export { default } from '@/app/(console)/layout'
