namespace TorchSharp;

public static partial class torch
{
    public static Tensor matmul(Tensor input, Tensor target) => Products.Matmul(input, target);

    public static Tensor mm(Tensor input, Tensor target) => Products.Mm(input, target);

    public static Tensor bmm(Tensor input, Tensor batch2) => Products.Bmm(input, batch2);

    public static Tensor mv(Tensor input, Tensor target) => Products.Matmul(input, target);

    public static Tensor dot(Tensor input, Tensor other) => Products.Matmul(input, other);

    public static Tensor outer(Tensor input, Tensor vec2) => input.outer(vec2);

    public static Tensor addmm(Tensor input, Tensor mat1, Tensor mat2, float beta, float alpha) => input.addmm(mat1, mat2, beta, alpha);

    public static Tensor baddbmm(Tensor input, Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => input.baddbmm(batch1, batch2, beta, alpha);

    public partial class Tensor
    {
        public Tensor matmul(Tensor target) => Products.Matmul(this, target);

        public Tensor mm(Tensor target) => Products.Mm(this, target);

        public Tensor bmm(Tensor batch2) => Products.Bmm(this, batch2);

        public Tensor mv(Tensor target) => Products.Matmul(this, target);

        public Tensor dot(Tensor target) => Products.Matmul(this, target);

        public Tensor outer(Tensor vec2) => Products.Mm(Viewing.Unsqueeze(this, 1), Viewing.Unsqueeze(vec2, 0));

        public Tensor addmm(Tensor mat1, Tensor mat2, float beta = 1, float alpha = 1) => Combine(Products.Mm(mat1, mat2), beta, alpha);

        public Tensor baddbmm(Tensor batch1, Tensor batch2, float beta = 1, float alpha = 1) => Combine(Products.Bmm(batch1, batch2), beta, alpha);

        private Tensor Combine(Tensor product, float beta, float alpha) => Arithmetic.Add(beta == 1 ? this : Arithmetic.Scale(this, beta), product, alpha);
    }
}
