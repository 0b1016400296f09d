/** Suffixes of host names in private networks. */
const privateNames = /(^|\.)(localhost|local|localdomain|internal|svc|intranet|private|lan|home|corp|home\.arpa)$/

/** True for a public host name: more than one word, and not an IP address, which the URL parser has normalized. */
export const isPublicName = (hostname: string) => {
  const name = hostname.replace(/\.$/, '')
  return name.includes('.') && !/^[\d.]+$|^\[/.test(name) && !privateNames.test(name)
}
