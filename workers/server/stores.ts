/** The stores of a server of one's own, behind workerd's bindings of D1, KV and R2. */
export { Database, Statements } from './database'
export { Entries, Keys } from './keys'
export { Objects } from './objects'
export default {}
