'use client'

import { lazyDialog } from './lazy-part'

/** Asks before an action that cannot be undone, or that concerns many. The dialog is no part of the first load. */
export const ConfirmDialog = lazyDialog(() =>
  import('./confirm-dialog-opened').then((module) => module.ConfirmDialogOpened),
)
