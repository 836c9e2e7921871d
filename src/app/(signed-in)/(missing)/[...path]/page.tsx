import { notFound } from 'next/navigation'

/** Answers every address that no other page has with "not found", in the frame of the console. */
export default function MissingPage() {
  notFound()
}
