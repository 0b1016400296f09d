/** Ends of names that only a private network knows. */
const privateNames = /(^|\.)(localhost|local|localdomain|internal|svc|intranet|private|lan|home|corp|home\.arpa)$/

/** True for a name of the public internet: none of one word, and no number, which the parser writes in one way. */
export const isPublicName = (hostname: string) => {
  const name = hostname.replace(/\.$/, '')
  return name.includes('.') && !/^[\d.]+$|^\[/.test(name) && !privateNames.test(name)
}
