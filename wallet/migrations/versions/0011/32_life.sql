-- More that only tells what was said ends (wallet/core/life.sql): what an invitation's address held goes with the invitation.
ALTER TABLE sent_address DROP CONSTRAINT sent_address_invitation_id_fkey,
    ADD CONSTRAINT sent_address_invitation_id_fkey FOREIGN KEY (invitation_id) REFERENCES invitation (id) ON DELETE CASCADE;
CREATE INDEX sent_address_of_invitation ON sent_address (invitation_id);

-- Old rows lie together. Invitations and days of codes looked up are few.
CREATE INDEX ask_by_age ON ask USING brin (asked_at);
CREATE INDEX bill_search_by_age ON bill_search USING brin (asked_at);
CREATE INDEX wrong_document_by_age ON wrong_document USING brin (at);
CREATE INDEX sim_by_age ON sim (checked_at) WHERE asked_at IS NULL;  -- rows change in place: they do not
