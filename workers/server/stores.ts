/** Stores of a self-hosted server, behind workerd's D1, KV and R2 bindings. */
export { Database, DatabaseProxy as Statements } from './database'
export { Entries, Keys } from './keys'
export { Objects } from './objects'
export default {}
