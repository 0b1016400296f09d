import { Dialog, DialogClose, fixed } from './dialog'
import { shortcuts } from './shortcut-keys'

/** Keys that are named by a sign. */
const signs: Partial<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ' ': 'Space' }

export const ShortcutList = () => (
  <dl class="keys">
    {shortcuts.map(({ keys, does }) => (
      <>
        <dt>
          {keys.map((key) => (
            <>
              <kbd>{signs[key] ?? key}</kbd>{' '}
            </>
          ))}
        </dt>
        <dd>{does}</dd>
      </>
    ))}
  </dl>
)

/** The sheet that `?` shows on every page. */
export const ShortcutSheet = fixed(() => (
  <Dialog id="shortcut-sheet" title="Keyboard shortcuts" actions={<DialogClose first>Close</DialogClose>}>
    <ShortcutList />
    <p class="hint">
      You can turn them off in the{' '}
      <a class="link" href="/settings#shortcuts">
        settings
      </a>
      .
    </p>
  </Dialog>
))
