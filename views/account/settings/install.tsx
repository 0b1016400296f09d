import { Actions, Button, Notice } from '../../ui/button'
import { Module } from '../../ui/reorder'

const Acts = ({ once }: { once?: boolean }) => (
  <>
    <Button small type="button" data-installs hidden>
      Install
    </Button>
    {once && (
      <Button small type="button" data-later>
        Not now
      </Button>
    )}
  </>
)

/**
 * Offers to install the app. client/device/install.ts shows it if the browser or the person can install.
 * @param once a phone shows it on one day only
 */
export const InstallLine = ({ once }: { once?: boolean }) => (
  <div id="install" data-once={once} hidden>
    <Notice icon="download" actions={!once && <Acts />}>
      <p>
        Install Daymark: it opens <span data-opens-from>in a window of its own, from your dock or desktop</span>, and
        sends what you enter offline later. <span data-how />
      </p>
      {once && (
        <Actions>
          <Acts once />
        </Actions>
      )}
    </Notice>
    <Module name="install" />
  </div>
)
