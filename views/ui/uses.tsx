import { createContext, useContext } from 'hono/jsx'
import { isUsed, type Use, uses } from '../../functions/lib/uses'

/** The parts of Daymark that the reader uses. */
export const ReaderUses = createContext<readonly Use[]>(uses)

/** Tells which parts the reader uses: what belongs to one that is off is not drawn. */
export const useParts = () => {
  const preferences = { uses: useContext(ReaderUses) }
  return (use: Use | undefined) => isUsed({ preferences }, use)
}
