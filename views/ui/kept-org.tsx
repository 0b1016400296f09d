import { createContext, useContext } from 'hono/jsx'
import type { Org } from '../../functions/lib/org'

/** The context that the address of the page names. */
export const AddressOrg = createContext<Org | undefined>(undefined)

/** Keeps the context in a form whose fields become the address. */
export const KeptOrg = () => {
  const org = useContext(AddressOrg)
  return org === undefined ? null : <input type="hidden" name="org" value={org} />
}
