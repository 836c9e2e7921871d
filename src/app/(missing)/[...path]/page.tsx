import { notFound } from 'next/navigation'

/** Every address that is no other page's: not found, in the frame of the console. */
export default function MissingPage() {
  notFound()
}
