-- Databases and roles of the container in compose.yaml; the embedded server gets the same from packages/dev-infra.
create role member login password 'member';
create role content login password 'content';
-- Reads what the content service grants after it has migrated.
create role content_reader login password 'content_reader';

create database member owner member;
revoke all on database member from public;

create database content owner content;
revoke all on database content from public;
grant connect on database content to content_reader;

create role image login password 'image';
create database image owner image;
revoke all on database image from public;

create role search login password 'search';
create database search owner search;
revoke all on database search from public;
