import { grouped } from '../../functions/lib/format'
import { Notice } from './button'

/** A line of a document, the first being 1, and what is wrong there. */
type Fault = { line: number; message: string }

/** Faults of a document that are named; the others are counted. */
const shown = 20

/** Faults of a document, by line; 0 stands for the whole document. */
export const Faults = ({ faults, tone, role }: { faults: Fault[]; tone: 'warning' | 'bad'; role?: 'status' }) =>
  faults.length > 0 ? (
    <Notice tone={tone} role={role}>
      {faults.slice(0, shown).map(({ line, message }) => (
        <p>
          {line > 0 && `Line ${line}: `}
          {message}
        </p>
      ))}
      {faults.length > shown && <p>And {grouped(faults.length - shown)} more.</p>}
    </Notice>
  ) : null
