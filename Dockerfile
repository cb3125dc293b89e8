# docker build -t clausegen . ; docker run --rm --network none -v "$PWD:/work" clausegen check contract.docx
# To write a report into the folder, run it as its owner: --user "$(id -u):$(id -g)".
# The wheel is built from locked versions with hashes; at run time there is no network, no root and no source.
FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements requirements
RUN python -m venv /opt/clausegen \
 && /opt/clausegen/bin/pip install --no-cache-dir --require-hashes -r requirements/program.txt \
 && /opt/clausegen/bin/pip install --no-cache-dir --require-hashes -r requirements/build.txt
COPY . .
RUN /opt/clausegen/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
COPY --from=build /opt/clausegen /opt/clausegen
RUN useradd --create-home --uid 10001 clausegen
ENV PATH=/opt/clausegen/bin:$PATH PYTHONDONTWRITEBYTECODE=1
USER clausegen
WORKDIR /work
ENTRYPOINT ["clausegen"]
CMD ["--help"]
