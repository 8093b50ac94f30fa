# The locked environment: docker build --tag fieldstudy:0.1.0 .
FROM python:3.12-slim

WORKDIR /study
COPY requirements.lock requirements-model.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.lock \
    && pip install --no-cache-dir --no-deps --require-hashes -r requirements-model.lock
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .
CMD ["snakemake", "--cores", "all"]
