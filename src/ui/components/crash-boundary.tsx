import { Component, type ReactNode } from "react";
import { APP_COPY } from "../copy/pages";
import { Button } from "./button";
import page from "./page.module.css";

/** Stands in for a page that threw while it was drawn. The store, the draft and the history are untouched. */
export class CrashBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div className={page.page}>
        <div className={page.empty} role="alert">
          <h1>{APP_COPY.crashTitle}</h1>
          <p>{APP_COPY.crashBody}</p>
          <Button look="primary" onClick={() => location.reload()}>
            {APP_COPY.crashAction}
          </Button>
        </div>
      </div>
    );
  }
}
