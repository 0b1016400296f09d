import { plural } from '../../../functions/lib/format'
import type { ImportRow } from '../../../functions/sessions/import/schema'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Duration } from '../../ui/figure'
import { Stack } from '../../ui/section'

/** Confirmation, because undoing an import is permanent. */
export const UndoPage = ({ row }: { row: ImportRow }) => (
  <Stack>
    {row.imported > 0 || row.app_seconds === 0 ? (
      <p>
        The {plural(row.imported, 'session')} from <bdi>{row.file_name}</bdi>, <Duration seconds={row.total_seconds} />,
        will be removed permanently, including any you edited or deleted since.
      </p>
    ) : (
      <p>
        The app use from <bdi>{row.file_name}</bdi>, <Duration seconds={row.app_seconds} />, will be removed
        permanently.
      </p>
    )}
    {row.tasks > 0 && (
      <p>Its {plural(row.tasks, 'task')} will be removed too, unless other sessions or action items use them.</p>
    )}
    <p>Projects created by this import are removed too, unless something else uses them.</p>
    <Actions>
      <form method="post" action={`/sessions/import/${row.id}/undo`}>
        <Button variant="danger-primary">Undo import</Button>
      </form>
      <LinkButton href="/sessions/import" variant="quiet">
        Keep import
      </LinkButton>
    </Actions>
  </Stack>
)
