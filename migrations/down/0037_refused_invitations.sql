DROP TABLE refused_invitations;
