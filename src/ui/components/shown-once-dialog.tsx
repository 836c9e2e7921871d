'use client'

import { lazyDialog } from './lazy-part'

/** Shows what is shown once, such as a secret. The dialog is no part of the first load. */
export const ShownOnceDialog = lazyDialog(() =>
  import('./shown-once-dialog-opened').then((module) => module.ShownOnceDialogOpened),
)
