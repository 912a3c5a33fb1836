# The one place that says what it stands on: a full version, as a digest cannot be had without asking a registry by name.
FROM python:3.13.13-slim-trixie AS base

# The build stage makes everything: /venv (locked packages) and /playground (the app). No Node.js and no pip go further.
FROM base AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /playground

COPY requirements.lock ./
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --require-hashes -r requirements.lock

COPY requirements-node.lock package.json package-lock.json .npmrc build_assets.py ./
RUN python -m venv /node \
 && /node/bin/pip install --require-hashes -r requirements-node.lock \
 && /node/bin/python build_assets.py

COPY app app
COPY templates templates
COPY static static
# Bytecode is made here, as the container cannot write it. A strict umask of who builds must not lock out its user.
RUN rm requirements*.lock package*.json .npmrc build_assets.py \
 && /venv/bin/python -m compileall -q --invalidation-mode unchecked-hash app \
 && chmod -R a+rX .

FROM base
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
# One thread for NumPy: with more, sums have other bits. The app says so too, as it must be said before NumPy is imported.
ENV OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 BLIS_NUM_THREADS=1
# The base brings pip, which nothing here needs.
RUN rm -rf /usr/local/bin/pip* /usr/local/lib/python3*/site-packages/pip* /usr/local/lib/python3*/ensurepip \
 && useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin playground
COPY --from=build /venv /venv
COPY --from=build /playground /playground
WORKDIR /playground
# By number, so that an orchestrator can see that it is not root.
USER 10001:10001
EXPOSE 8000
# Patient, as a full house is not a sick one; and cheap to ask: a bare socket, where urllib alone would take longer than the answer.
HEALTHCHECK --interval=30s --timeout=20s --retries=5 --start-period=30s \
  CMD ["python", "-ISc", "from socket import create_connection as c; s = c(('127.0.0.1', 8000), 15); s.sendall(b'HEAD /health HTTP/1.0\\r\\n\\r\\n'); raise SystemExit(s.recv(12) != b'HTTP/1.1 200')"]
CMD ["python", "-m", "app", "--host", "0.0.0.0"]
