-- Tables of one tenant. The schema is set by the session; nothing here names a tenant.
-- Each filter of a list has an index that goes on with the list's usual order.

-- Numbers of documents without gaps: the row is locked until the document commits.
CREATE TABLE document_numbers (
  prefix text PRIMARY KEY,
  last integer NOT NULL
);
INSERT INTO document_numbers (prefix, last) VALUES ('O', 0), ('I', 0);

CREATE TABLE products (
  id uuid PRIMARY KEY,
  sku text NOT NULL UNIQUE,
  name text NOT NULL,
  price numeric(19, 4) NOT NULL CHECK (price >= 0),
  currency char(3) NOT NULL,
  active boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX products_created_at ON products (created_at, id);
CREATE INDEX products_active ON products (active, created_at, id);

-- customer_id and deal_id name entities of crm; no foreign key crosses a domain.
CREATE TABLE orders (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  customer_id uuid NOT NULL,
  deal_id uuid UNIQUE,
  total numeric(19, 4) NOT NULL CHECK (total >= 0),
  currency char(3) NOT NULL,
  status text NOT NULL DEFAULT 'RECEIVED' CHECK (status IN ('RECEIVED', 'INVOICED', 'PAID', 'CANCELLED')),
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX orders_received_at ON orders (received_at, id);
CREATE INDEX orders_total ON orders (total, id);
CREATE INDEX orders_status ON orders (status, received_at, id);
CREATE INDEX orders_customer ON orders (customer_id, received_at, id);

CREATE TABLE order_lines (
  order_id uuid NOT NULL REFERENCES orders,
  position integer NOT NULL,
  product_id uuid REFERENCES products,
  description text NOT NULL,
  quantity integer NOT NULL CHECK (quantity > 0),
  unit_price numeric(19, 4) NOT NULL CHECK (unit_price >= 0),
  total numeric(19, 4) NOT NULL,
  PRIMARY KEY (order_id, position)
);
CREATE INDEX order_lines_product ON order_lines (product_id);

CREATE TABLE invoices (
  id uuid PRIMARY KEY,
  number text NOT NULL UNIQUE,
  order_id uuid NOT NULL REFERENCES orders,
  customer_id uuid NOT NULL,
  amount numeric(19, 4) NOT NULL CHECK (amount >= 0),
  currency char(3) NOT NULL,
  status text NOT NULL DEFAULT 'OPEN' CHECK (status IN ('OPEN', 'PAID', 'VOID')),
  issued_by_id uuid NOT NULL,
  issued_at timestamptz NOT NULL DEFAULT now()
);
-- An order has at most one invoice that is not void.
CREATE UNIQUE INDEX invoices_order ON invoices (order_id) WHERE status <> 'VOID';
CREATE INDEX invoices_of_order ON invoices (order_id, issued_at, id);
CREATE INDEX invoices_issued_at ON invoices (issued_at, id);
CREATE INDEX invoices_amount ON invoices (amount, id);
CREATE INDEX invoices_status ON invoices (status, issued_at, id);
CREATE INDEX invoices_customer ON invoices (customer_id, issued_at, id);

-- One payment settles one invoice.
CREATE TABLE payments (
  id uuid PRIMARY KEY,
  invoice_id uuid NOT NULL UNIQUE REFERENCES invoices,
  amount numeric(19, 4) NOT NULL CHECK (amount >= 0),
  currency char(3) NOT NULL,
  method text NOT NULL,
  received_by_id uuid NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now()
);
