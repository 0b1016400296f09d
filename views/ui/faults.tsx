import { grouped } from '../../functions/lib/format'
import { Notice } from './button'

/** A fault in a document: the line (from 1), the name found there, and a message. */
type Fault = { line: number; name?: string; message: string }

/** Faults listed for a document; further ones are only counted. */
const shown = 20

type Props = { faults: Fault[]; tone: 'neutral' | 'warning' | 'bad'; title?: string; role?: 'status' }

/** Faults of a document, by line; 0 stands for the whole document. */
export const Faults = ({ faults, tone, title, role }: Props) =>
  faults.length > 0 ? (
    <Notice tone={tone} role={role}>
      {title && (
        <p>
          <strong>{title}</strong>
        </p>
      )}
      {faults.slice(0, shown).map(({ line, name, message }) => (
        <p>
          {name !== undefined ? (
            <>
              <bdi>{name}</bdi> (line {line}):{' '}
            </>
          ) : (
            line > 0 && `Line ${line}: `
          )}
          {message}
        </p>
      ))}
      {faults.length > shown && <p>And {grouped(faults.length - shown)} more.</p>}
    </Notice>
  ) : null
