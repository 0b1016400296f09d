/** Opaque tags of an `If-None-Match`, which compares weak and strong ones alike (RFC 9110, 13.1.2). `*` is none. */
export const etagsOf = (header = '') => [...header.matchAll(/"([^"]*)"/g)].map(([, tag = '']) => tag)
